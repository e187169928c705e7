using PodSecurity.Api;
using PodSecurity.Manifests;

namespace PodSecurity.Impact;

/// <summary>What a cluster says about an object's progress.</summary>
internal static class WorkloadStatus
{
    /// <summary>Whether the object is a pod that has ended or a Job that has: nothing takes their place.</summary>
    public static bool IsFinished(Workload workload) =>
        workload.Kind is "Pod" or "Job" && IsFinished(new FieldReader(workload.Document));

    /// <summary>Whether a template makes no pods at present: it is scaled to zero (spec.replicas) or suspended (spec.suspend).</summary>
    public static bool MakesNoPods(Workload workload) => workload.Kind != "Pod" && MakesNoPods(new FieldReader(workload.Document));

    private static bool MakesNoPods(FieldReader json)
    {
        json.EnterObject();
        while (json.NextField(out var field))
        {
            if (field.SequenceEqual("spec"u8))
            {
                return SpecMakesNoPods(ref json);
            }
            json.SkipValue();
        }
        return false;
    }

    private static bool SpecMakesNoPods(ref FieldReader json)
    {
        var makesNone = false;
        if (!json.EnterObject())
        {
            return false;
        }
        while (json.NextField(out var field))
        {
            // Kinds that are not ours may hold anything under these names.
            if (field.SequenceEqual("replicas"u8))
            {
                makesNone |= json.ReadIs("0");
            }
            else if (field.SequenceEqual("suspend"u8))
            {
                makesNone |= json.ReadIs("true");
            }
            else
            {
                json.SkipValue();
            }
        }
        return makesNone;
    }

    private static bool IsFinished(FieldReader json)
    {
        json.EnterObject();
        while (json.NextField(out var field))
        {
            if (field.SequenceEqual("status"u8))
            {
                return StatusSaysFinished(ref json);
            }
            json.SkipValue();
        }
        return false;
    }

    private static bool StatusSaysFinished(ref FieldReader json)
    {
        var isFinished = false;
        if (!json.EnterObject())
        {
            return false;
        }
        while (json.NextField(out var field))
        {
            if (field.SequenceEqual("phase"u8))
            {
                isFinished |= json.ReadString() is "Succeeded" or "Failed";
            }
            else if (field.SequenceEqual("conditions"u8))
            {
                isFinished |= ConditionsSayFinished(ref json);
            }
            else
            {
                json.SkipValue();
            }
        }
        return isFinished;
    }

    private static bool ConditionsSayFinished(ref FieldReader json)
    {
        var isFinished = false;
        if (!json.EnterList())
        {
            return false;
        }
        while (json.NextItem())
        {
            isFinished |= ReadCondition(ref json) is ("Complete" or "Failed", "True");
        }
        return isFinished;
    }

    private static (string? Type, string? Status) ReadCondition(ref FieldReader json)
    {
        string? type = null, status = null;
        if (!json.EnterObject())
        {
            return default;
        }
        while (json.NextField(out var field))
        {
            if (field.SequenceEqual("type"u8))
            {
                type = json.ReadString();
            }
            else if (field.SequenceEqual("status"u8))
            {
                status = json.ReadString();
            }
            else
            {
                json.SkipValue();
            }
        }
        return (type, status);
    }
}
