using System.Text;

namespace PodSecurity.Source.Tests;

/// <summary>Which folder of a project uses types of which other one, with an example of each.</summary>
internal sealed class FolderMatrix
{
    private readonly SortedDictionary<string, SortedDictionary<string, string>> _uses = new(StringComparer.Ordinal);

    /// <param name="nameOf">What counts as one folder, for example each for itself, or all that a folder holds as one.</param>
    public FolderMatrix(SourceProject project, Func<string, string> nameOf)
    {
        foreach (var folder in project.Files.Select(project.FolderOf))
        {
            _uses.TryAdd(nameOf(folder), new(StringComparer.Ordinal));
        }
        foreach (var use in project.Uses)
        {
            var (from, to) = (nameOf(use.From), nameOf(use.To));
            if (from != to)
            {
                _uses[from].TryAdd(to, use.Example);
            }
        }
    }

    public bool Has(string from, string to) => _uses[from].ContainsKey(to);

    /// <summary>Sets of folders in which each one needs, in the end, every other.</summary>
    public IReadOnlyList<string> Knots =>
    [
        .. _uses.Keys.Select(one => _uses.Keys.Where(other => one == other || (Reaches(one, other) && Reaches(other, one))).ToList())
            .Where(knot => knot.Count > 1).Select(knot => string.Join(", ", knot)).Distinct(),
    ];

    public override string ToString()
    {
        var text = new StringBuilder();
        foreach (var (from, targets) in _uses)
        {
            text.AppendLine(from);
            foreach (var (to, example) in targets)
            {
                text.AppendLine($"    -> {to} ({example})");
            }
        }
        return text.ToString();
    }

    private bool Reaches(string from, string to)
    {
        var seen = new HashSet<string>();
        var open = new Stack<string>(_uses[from].Keys);
        while (open.TryPop(out var next))
        {
            if (next == to)
            {
                return true;
            }
            if (seen.Add(next) && _uses.TryGetValue(next, out var further))
            {
                foreach (var target in further.Keys)
                {
                    open.Push(target);
                }
            }
        }
        return false;
    }
}
