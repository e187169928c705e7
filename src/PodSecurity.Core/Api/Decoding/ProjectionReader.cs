using PodSecurity.Manifests;

namespace PodSecurity.Api.Decoding;

/// <summary>
/// Whether a projected volume holds nothing but what the server itself projects for a service account: the default token, the
/// cluster's root certificate and the namespace. Such a volume is allowed wherever a secret is.
/// </summary>
internal static class ProjectionReader
{
    /// <summary>
    /// Reads the fields of the projected source whose object has been entered. Without sources it holds nothing else, so true.
    /// </summary>
    public static bool IsServiceAccountToken(ref FieldReader json)
    {
        var only = true;
        while (json.NextField(out var name))
        {
            if (name.SequenceEqual("sources"u8))
            {
                only = ReadSources(ref json);
            }
            else
            {
                json.SkipValue();
            }
        }
        return only;
    }

    private static bool ReadSources(ref FieldReader json)
    {
        var only = true;
        if (!json.EnterList())
        {
            return only;
        }
        while (json.NextItem())
        {
            only &= ReadSource(ref json);
        }
        return only;
    }

    private static bool ReadSource(ref FieldReader json)
    {
        bool? token = null, certificate = null, downward = null;
        if (!json.EnterObject())
        {
            return false;
        }
        while (json.NextField(out var name))
        {
            if (name.SequenceEqual("serviceAccountToken"u8))
            {
                token = IsDefaultToken(ref json);
            }
            else if (name.SequenceEqual("configMap"u8))
            {
                certificate = IsRootCertificate(ref json);
            }
            else if (name.SequenceEqual("downwardAPI"u8))
            {
                downward = IsNamespace(ref json);
            }
            else
            {
                json.SkipValue();
            }
        }
        return (token ?? certificate ?? downward) is not null && token != false && certificate != false && downward != false;
    }

    private static bool? IsDefaultToken(ref FieldReader json)
    {
        if (!json.EnterObject())
        {
            return null;
        }
        string? path = null, audience = null;
        while (json.NextField(out var name))
        {
            if (name.SequenceEqual("path"u8))
            {
                path = json.ReadString();
            }
            else if (name.SequenceEqual("audience"u8))
            {
                audience = json.ReadString();
            }
            else
            {
                json.SkipValue();
            }
        }
        return path == "token" && string.IsNullOrEmpty(audience);
    }

    private static bool? IsRootCertificate(ref FieldReader json)
    {
        if (!json.EnterObject())
        {
            return null;
        }
        string? configMap = null;
        while (json.NextField(out var name))
        {
            if (name.SequenceEqual("name"u8))
            {
                configMap = json.ReadString();
            }
            else
            {
                json.SkipValue();
            }
        }
        return configMap == "kube-root-ca.crt";
    }

    private static bool? IsNamespace(ref FieldReader json)
    {
        if (!json.EnterObject())
        {
            return null;
        }
        var only = true;
        while (json.NextField(out var name))
        {
            if (name.SequenceEqual("items"u8))
            {
                only = ReadItems(ref json);
            }
            else
            {
                json.SkipValue();
            }
        }
        return only;
    }

    private static bool ReadItems(ref FieldReader json)
    {
        var only = true;
        if (!json.EnterList())
        {
            return only;
        }
        while (json.NextItem())
        {
            only &= IsNamespaceItem(ref json);
        }
        return only;
    }

    private static bool IsNamespaceItem(ref FieldReader json)
    {
        string? path = null;
        var isNamespaceField = false;
        if (!json.EnterObject())
        {
            return false;
        }
        while (json.NextField(out var name))
        {
            if (name.SequenceEqual("path"u8))
            {
                path = json.ReadString();
            }
            else if (name.SequenceEqual("fieldRef"u8))
            {
                isNamespaceField = IsNamespaceField(ref json);
            }
            else
            {
                json.SkipValue();
            }
        }
        return path == "namespace" && isNamespaceField;
    }

    private static bool IsNamespaceField(ref FieldReader json)
    {
        string? apiVersion = null, fieldPath = null;
        if (!json.EnterObject())
        {
            return false;
        }
        while (json.NextField(out var name))
        {
            if (name.SequenceEqual("apiVersion"u8))
            {
                apiVersion = json.ReadString();
            }
            else if (name.SequenceEqual("fieldPath"u8))
            {
                fieldPath = json.ReadString();
            }
            else
            {
                json.SkipValue();
            }
        }
        // API defaulting makes an absent version v1
        return apiVersion is null or "" or "v1" && fieldPath == "metadata.namespace";
    }
}
