using PodSecurity.Api;
using PodSecurity.Api.Decoding;
using PodSecurity.Manifests;

namespace PodSecurity.Completion;

/// <summary>Completes names of subjects that no object stands for: those that bindings name.</summary>
public abstract class SubjectCompleter : ClusterNameCompleter
{
    private readonly string _kind;

    private protected SubjectCompleter(string kind) : base(ResourceTypes.ClusterRoleBindings, ResourceTypes.RoleBindings) => _kind = kind;

    private protected override IEnumerable<string> NamesIn(ManifestDocument document) =>
        (RbacDecoder.DecodeBinding(document)?.Subjects ?? []).Where(subject => subject.Kind == _kind).Select(subject => subject.Name);
}

/// <summary>Completes names of users.</summary>
public sealed class UserCompleter() : SubjectCompleter(RbacKinds.User);

/// <summary>Completes names of groups.</summary>
public sealed class GroupCompleter() : SubjectCompleter(RbacKinds.Group);
