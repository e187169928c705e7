using System.Text;
using System.Text.Json.Nodes;

namespace PodSecurity.Kubernetes.Tests.Fuzzing;

/// <summary>Damages texts in ways that files get damaged, and in ways that attackers damage them.</summary>
internal sealed class Mutation(Random dice)
{
    private static readonly string[] Scraps =
    [
        "\n", " ", "\t", "-", "- ", "--- ", "\n---\n", "...", ":", ": ", "{", "}", "[", "]", "\"", "'", "&m ", "*m", "<<: *m\n", "|\n",
            ">\n", "%", "#", "!", "!!int ",
        "!!binary ", "?", ",", "\\", "\0", "\\ud800", "ä", "null", "~", "{{", "1e999", "-1", "0x", "9223372036854775808", "true", "\uFEFF",
            "\r", "\u2028", "items:",
        "\"items\":[", "kind: List\n", "\"kind\":\"Pod\",", "\"kind\":null,", "apiVersion: v1\n", "# kubectl delete pods x\n",
    ];

    private static readonly string[] Values =
        ["null", "true", "0", "-1", "1.5", "1e400", "\"\"", "\"x\"", "\"\\ud800\"", "[]", "[null]", "{}", "{\"a\":null}", "[[[[[]]]]]",
            "\"*\"", "[\"*\"]", "{\"\\ud800\":1}"];

    /// <summary>One to four damages; now and then none.</summary>
    public byte[] Of(string text)
    {
        text = dice.Next(3) == 0 ? Retyped(text) : text;
        for (var rounds = dice.Next(5); rounds > 0; rounds--)
        {
            text = Cut(text);
        }
        return Bytes(text);
    }

    private string Cut(string text)
    {
        var start = dice.Next(text.Length + 1);
        var length = Math.Min(dice.Next(1 << dice.Next(8)), text.Length - start);
        return dice.Next(6) switch
        {
            0 => text[..start],
            1 => text.Remove(start, length),
            2 => text.Insert(start, string.Concat(Enumerable.Repeat(text.Substring(start, length), 1 << dice.Next(4)))),
            3 => text.Insert(start, string.Concat(Enumerable.Repeat(Scrap(), 1 << dice.Next(11) / 3))),
            _ => text.Remove(start, length).Insert(start, Scrap()),
        };
    }

    private string Scrap() => Scraps[dice.Next(Scraps.Length)];

    /// <summary>JSON with one value replaced by another of any type, doubled or renamed; other texts as they are.</summary>
    private string Retyped(string text)
    {
        if (text[0] != '{')
        {
            return text;
        }
        var root = JsonNode.Parse(text)!;
        var nodes = new List<JsonNode>();
        Collect(root, nodes);
        var victim = nodes[dice.Next(nodes.Count)];
        const string Mark = "\"a mark that stands nowhere else\"";
        victim.ReplaceWith(JsonNode.Parse(Mark));
        return root.ToJsonString().Replace(Mark, Values[dice.Next(Values.Length)], StringComparison.Ordinal);
    }

    private static void Collect(JsonNode node, List<JsonNode> nodes)
    {
        foreach (var part in node switch
        {
            JsonObject map => map.Select(field => field.Value),
            JsonArray list => list,
            _ => [],
        })
        {
            if (part is not null)
            {
                nodes.Add(part);
                Collect(part, nodes);
            }
        }
    }

    private byte[] Bytes(string text)
    {
        var bytes = dice.Next(20) == 0 ? [.. Encoding.Unicode.Preamble, .. Encoding.Unicode.GetBytes(text)] : Encoding.UTF8.GetBytes(text);
        if (bytes.Length > 0 && dice.Next(8) == 0)
        {
            bytes[dice.Next(bytes.Length)] = (byte)dice.Next(256);
        }
        return bytes;
    }
}
