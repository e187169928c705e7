using PodSecurity.Manifests;

namespace PodSecurity.Api.Decoding;

/// <summary>Reads containers of all three kinds: they have the same fields as far as admission goes.</summary>
internal static class ContainerReader
{
    private static ReadOnlySpan<byte> TokenPath => "/var/run/secrets/kubernetes.io/serviceaccount"u8;

    public static IReadOnlyList<Container>? ReadContainers(ref FieldReader json)
    {
        if (!json.EnterList() || !json.NextItem())
        {
            return null;
        }
        var containers = new List<Container>(1);
        do
        {
            containers.Add(ReadContainer(ref json));
        }
        while (json.NextItem());
        return containers;
    }

    private static Container ReadContainer(ref FieldReader json)
    {
        string? containerName = null, image = null;
        IReadOnlyList<ContainerPort>? ports = null;
        IReadOnlyList<VolumeMount>? mounts = null;
        ContainerSecurityContext? context = null;
        var hosts = default(HandlerHosts);
        if (!json.EnterObject())
        {
            return new Container();
        }
        while (json.NextField(out var name))
        {
            if (name.SequenceEqual("name"u8))
            {
                containerName = json.ReadString();
            }
            else if (name.SequenceEqual("image"u8))
            {
                image = json.ReadString();
            }
            else if (name.SequenceEqual("ports"u8))
            {
                ports = ReadPorts(ref json);
            }
            else if (name.SequenceEqual("volumeMounts"u8))
            {
                mounts = ReadMounts(ref json);
            }
            else if (name.SequenceEqual("securityContext"u8))
            {
                context = SecurityContextReader.ReadContainerLevel(ref json);
            }
            else if (hosts.TryRead(ref json, name)) { }
            else
            {
                json.SkipValue();
            }
        }
        return new Container
        {
            Name = containerName ?? "",
            Image = image ?? "",
            Ports = ports ?? [],
            VolumeMounts = mounts ?? [],
            SecurityContext = context,
            HandlerHosts = hosts.Found,
        };
    }

    private static List<ContainerPort>? ReadPorts(ref FieldReader json)
    {
        if (!json.EnterList() || !json.NextItem())
        {
            return null;
        }
        var ports = new List<ContainerPort>(2);
        do
        {
            ports.Add(ReadPort(ref json));
        }
        while (json.NextItem());
        return ports;
    }

    private static ContainerPort ReadPort(ref FieldReader json)
    {
        int number = 0, hostPort = 0;
        var hostIP = "";
        if (!json.EnterObject())
        {
            return default;
        }
        while (json.NextField(out var name))
        {
            if (name.SequenceEqual("containerPort"u8))
            {
                number = json.ReadInt32() ?? 0;
            }
            else if (name.SequenceEqual("hostPort"u8))
            {
                hostPort = json.ReadInt32() ?? 0;
            }
            else if (name.SequenceEqual("hostIP"u8))
            {
                hostIP = json.ReadString() ?? "";
            }
            else
            {
                json.SkipValue();
            }
        }
        return new ContainerPort(number, hostPort, hostIP);
    }

    private static List<VolumeMount>? ReadMounts(ref FieldReader json)
    {
        if (!json.EnterList() || !json.NextItem())
        {
            return null;
        }
        var mounts = new List<VolumeMount>(4);
        do
        {
            mounts.Add(ReadMount(ref json));
        }
        while (json.NextItem());
        return mounts;
    }

    private static VolumeMount ReadMount(ref FieldReader json)
    {
        var volume = "";
        bool readOnly = false, atTokenPath = false;
        if (!json.EnterObject())
        {
            return new VolumeMount("", false);
        }
        while (json.NextField(out var name))
        {
            if (name.SequenceEqual("name"u8))
            {
                volume = json.ReadString() ?? "";
            }
            else if (name.SequenceEqual("readOnly"u8))
            {
                readOnly = json.ReadBool() ?? false;
            }
            else if (name.SequenceEqual("mountPath"u8))
            {
                atTokenPath = json.ReadIsString(TokenPath);
            }
            else
            {
                json.SkipValue();
            }
        }
        return new VolumeMount(volume, readOnly, atTokenPath);
    }
}
