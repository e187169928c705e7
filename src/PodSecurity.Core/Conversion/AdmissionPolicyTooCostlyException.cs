namespace PodSecurity.Conversion;

/// <summary>So many policies do not fit into one admission policy. The message says what to do.</summary>
public sealed class AdmissionPolicyTooCostlyException : Exception
{
    internal AdmissionPolicyTooCostlyException(string message)
        : base(message)
    {
    }
}
