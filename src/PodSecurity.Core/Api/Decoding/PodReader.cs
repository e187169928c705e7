using PodSecurity.Manifests;

namespace PodSecurity.Api.Decoding;

/// <summary>Reads the spec of a pod.</summary>
internal static class PodReader
{
    /// <summary>The pod of the next value, which is a pod template: metadata and spec.</summary>
    public static Pod ReadTemplate(ref FieldReader json)
    {
        if (!json.EnterObject())
        {
            return new Pod();
        }
        var meta = ObjectMeta.Empty;
        var spec = new PodSpec();
        while (json.NextField(out var name))
        {
            if (name.SequenceEqual("metadata"u8))
            {
                meta = ObjectMeta.Read(ref json);
            }
            else if (name.SequenceEqual("spec"u8))
            {
                spec = ReadSpec(ref json);
            }
            else
            {
                json.SkipValue();
            }
        }
        // A template has been stored before a pod is made from it, and storage does not keep empty lists.
        if (spec.SecurityContext is { SupplementalGroups.Count: 0 } context)
        {
            spec.SecurityContext = context with { SupplementalGroups = null };
        }
        return spec.ToPod(meta);
    }

    public static PodSpec ReadSpec(ref FieldReader json)
    {
        var spec = new PodSpec();
        if (!json.EnterObject())
        {
            return spec;
        }
        while (json.NextField(out var name))
        {
            if (name.SequenceEqual("containers"u8))
            {
                spec.Containers = ContainerReader.ReadContainers(ref json);
            }
            else if (name.SequenceEqual("initContainers"u8))
            {
                spec.InitContainers = ContainerReader.ReadContainers(ref json);
            }
            else if (name.SequenceEqual("ephemeralContainers"u8))
            {
                spec.EphemeralContainers = ContainerReader.ReadContainers(ref json);
            }
            else if (name.SequenceEqual("volumes"u8))
            {
                spec.Volumes = VolumeReader.ReadVolumes(ref json);
            }
            else if (name.SequenceEqual("securityContext"u8))
            {
                spec.SecurityContext = SecurityContextReader.ReadPodLevel(ref json);
            }
            else if (name.SequenceEqual("serviceAccountName"u8))
            {
                spec.ServiceAccountName = json.ReadString();
            }
            else if (name.SequenceEqual("serviceAccount"u8))
            {
                spec.ServiceAccount = json.ReadString();
            }
            else if (name.SequenceEqual("automountServiceAccountToken"u8))
            {
                spec.AutomountServiceAccountToken = json.ReadBool();
            }
            else if (name.SequenceEqual("hostNetwork"u8))
            {
                spec.HostNetwork = json.ReadBool() ?? false;
            }
            else if (name.SequenceEqual("hostPID"u8))
            {
                spec.HostPID = json.ReadBool() ?? false;
            }
            else if (name.SequenceEqual("hostIPC"u8))
            {
                spec.HostIPC = json.ReadBool() ?? false;
            }
            else if (name.SequenceEqual("runtimeClassName"u8))
            {
                spec.RuntimeClassName = json.ReadString();
            }
            else if (name.SequenceEqual("hostUsers"u8))
            {
                spec.HostUsers = json.ReadBool();
            }
            else if (name.SequenceEqual("os"u8))
            {
                spec.OSName = json.ReadFieldString("name"u8);
            }
            else
            {
                json.SkipValue();
            }
        }
        return spec;
    }
}
