using PodSecurity.Cluster;
using PodSecurity.Kubernetes.Files;
using PodSecurity.Kubernetes.Serialization;
using PodSecurity.Manifests;

namespace PodSecurity.Kubernetes.KubeConfig;

/// <summary>One kubeconfig file as it stands: the entries in the order of the file, paths resolved.</summary>
internal sealed class KubeConfigFile
{
    /// <summary>The most bytes that a kubeconfig may have; those with thousands of clusters stay below.</summary>
    private const int LongestFile = 16 * 1024 * 1024;

    private const string ExecExtension = "client.authentication.k8s.io/exec";

    public string? CurrentContext { get; private init; }
    public IReadOnlyList<KubeContext> Contexts { get; private init; } = [];
    public IReadOnlyList<KubeCluster> Clusters { get; private init; } = [];
    public IReadOnlyList<KubeUser> Users { get; private init; } = [];

    /// <summary>Reads a file; null when it does not exist.</summary>
    /// <exception cref="ClusterException">Configuration: it cannot be read, or is no kubeconfig.</exception>
    public static KubeConfigFile? Read(string path)
    {
        try
        {
            using var input = new Utf8Input(
                ManifestEncoding.ToUtf8(new MemoryStream(SmallFile.Read(path, LongestFile))), path, CancellationToken.None);
            ManifestEncoding.SkipMark(input);
            return Parse(YamlTree.ReadFirst(new YamlText(input)), path);
        }
        catch (ManifestException broken)
        {
            throw KubeConfigErrors.Configuration($"The kubeconfig cannot be read: {broken.Message}.", broken);
        }
        catch (Exception missing) when (missing is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw KubeConfigErrors.Unreadable($"kubeconfig {path}", unreadable);
        }
    }

    private static KubeConfigFile Parse(YamlNode? content, string path) => content switch
    {
        null => new(),
        YamlMapping root => Parse(new YamlSection(root, path)),
        _ => throw KubeConfigErrors.Broken(path, content.Place.Line, "it must hold a mapping with clusters, users and contexts"),
    };

    private static KubeConfigFile Parse(YamlSection root) => new()
    {
        CurrentContext = root.Text("current-context"),
        Contexts = Entries(root, "contexts", "context", ParseContext),
        Clusters = Entries(root, "clusters", "cluster", ParseCluster),
        Users = Entries(root, "users", "user", ParseUser),
    };

    /// <summary>A list of <c>{name, KIND}</c>; kubectl refuses a name that occurs twice in one file.</summary>
    private static List<T> Entries<T>(YamlSection root, string list, string kind, Func<string, YamlSection?, string, T> parse)
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        return [.. root.Sections(list).Select(entry =>
        {
            var name = entry.RequiredText("name");
            return names.Add(name) ? parse(name, entry.Section(kind), root.File) : throw entry.Error(
                $"{list} holds the name '{name}' twice");
        })];
    }

    private static KubeContext ParseContext(string name, YamlSection? section, string file) => new()
    {
        Name = name,
        File = file,
        Cluster = section?.Text("cluster"),
        User = section?.Text("user"),
        Namespace = section?.Text("namespace"),
    };

    private static KubeCluster ParseCluster(string name, YamlSection? section, string file) => new()
    {
        Name = name,
        File = file,
        Server = section?.Text("server"),
        CertificateAuthority = section?.PathOf("certificate-authority"),
        CertificateAuthorityData = section?.Text("certificate-authority-data"),
        InsecureSkipTlsVerify = section?.Flag("insecure-skip-tls-verify") ?? false,
        TlsServerName = section?.Text("tls-server-name"),
        ProxyUrl = section?.Text("proxy-url"),
        ExecConfig = section?.Sections("extensions").FirstOrDefault(extension => extension.Text("name") == ExecExtension)?.Json(
            "extension"),
    };

    private static KubeUser ParseUser(string name, YamlSection? section, string file) =>
        section is null ? new() { Name = name, File = file } : new()
    {
        Name = name,
        File = file,
        Token = section.Text("token"),
        TokenFile = section.PathOf("tokenFile"),
        ClientCertificate = section.PathOf("client-certificate"),
        ClientCertificateData = section.Text("client-certificate-data"),
        ClientKey = section.PathOf("client-key"),
        ClientKeyData = section.Text("client-key-data"),
        Username = section.Text("username"),
        Password = section.Text("password"),
        AuthProvider = section.Section("auth-provider")?.RequiredText("name"),
        Exec = section.Section("exec") is { } exec ? ParseExec(exec) : null,
        Impersonation = new()
        {
            User = section.Text("as"),
            Uid = section.Text("as-uid"),
            Groups = section.Texts("as-groups"),
            Extra = section.TextLists("as-user-extra"),
        },
    };

    private static ExecPluginSpec ParseExec(YamlSection section)
    {
        var command = section.RequiredText("command");
        return new()
        {
            // A bare name is looked up on PATH; anything with a folder in it is a path, relative to the kubeconfig.
            Command = PathRules.Current.IsBareName(command) ? command : section.Resolve(command),
            ApiVersion = section.RequiredText("apiVersion"),
            Args = section.Texts("args"),
            Env = [.. section.Sections("env").Select(
                variable => KeyValuePair.Create(variable.RequiredText("name"), variable.Text("value") ?? ""))],
            InstallHint = section.Text("installHint"),
            ProvideClusterInfo = section.Flag("provideClusterInfo"),
            InteractiveMode = section.Text("interactiveMode"),
        };
    }
}
