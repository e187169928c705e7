namespace PodSecurity.Conversion.Cel;

/// <summary>The authorizer of a request: Kubernetes' own addition to CEL.</summary>
internal sealed record CelAuthorizer
{
    private readonly string _text;

    private CelAuthorizer(string text) => _text = text;

    /// <summary>Asks about the requester.</summary>
    public static CelAuthorizer OfRequester { get; } = new("authorizer");

    /// <summary>Asks about a service account; an empty name is an error.</summary>
    public static CelAuthorizer OfServiceAccount(CelString @namespace, CelString name) =>
        new($"authorizer.serviceAccount({@namespace.Text}, {name.Text})");

    /// <summary>Whether the verb on the named resource is allowed in the namespace.</summary>
    public CelBool Allows(string verb, string group, string resource, CelString @namespace, string name) => CelBool.Of(
        $"{_text}.group({CelString.Literal(group)}).resource({CelString.Literal(resource)}).namespace({@namespace.Text})"
        + $".name({CelString.Literal(name)}).check({CelString.Literal(verb)}).allowed()");
}
