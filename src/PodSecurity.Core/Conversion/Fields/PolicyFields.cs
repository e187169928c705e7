namespace PodSecurity.Conversion.Fields;

/// <summary>All fields of a policy, in the order in which the API server reports their errors.</summary>
internal static class PolicyFields
{
    private static readonly IPolicyField[] All =
    [
        new GroupFields(),
        new SeccompField(),
        new SELinuxField(),
        new HostNamespacesField(),
        new SysctlsField(),
        new VolumesField(),
        new HostPathsField(),
        new DriversField(),
        new RuntimeClassField(),
        new RunAsUserField(),
        new AppArmorField(),
        new PrivilegedField(),
        new ProcMountField(),
        new CapabilitiesField(),
        new HostPortsField(),
        new ReadOnlyRootField(),
        new PrivilegeEscalationField(),
    ];

    public static IReadOnlyList<Demand> Demands(PodSecurityPolicy policy) => [.. All.SelectMany(field => field.Demands(policy))];

    public static IEnumerable<AdmissionPolicyLoss> Losses(PodSecurityPolicy policy) => All.SelectMany(field => field.Losses(policy));
}
