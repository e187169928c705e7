namespace PodSecurity.Api;

/// <summary>Which of a pod's three lists a container is in.</summary>
internal enum ContainerKind
{
    Init,
    Regular,
    Ephemeral,
}
