@{
    RootModule = 'PodSecurity.dll'
    # Stamped from the build's version when the module is staged.
    ModuleVersion = '0.0.0'
    GUID = '5d0e1f5c-7a0b-4f0e-9a5c-3f0c6f2b8d41'
    Author = 'The PodSecurity authors'
    CompanyName = 'PodSecurity'
    Copyright = '(c) 2026 The PodSecurity authors. MIT licence.'
    Description = 'See, change, test and safely retire Kubernetes PodSecurityPolicies, on live clusters or on files, with answers that are exactly the API server''s.'
    PowerShellVersion = '7.4'
    CompatiblePSEditions = @('Core')
    # Both, so that type literals and the members in the types file resolve before the root module is loaded.
    RequiredAssemblies = @('PodSecurity.Core.dll', 'PodSecurity.dll')
    TypesToProcess = @('PodSecurity.Types.ps1xml')
    FormatsToProcess = @('PodSecurity.Format.ps1xml')
    FunctionsToExport = @()
    VariablesToExport = @()
    AliasesToExport = @('Get-Psp')
    CmdletsToExport = @(
        'Compare-PodSecurityPolicy'
        'ConvertFrom-PspYaml'
        'ConvertTo-AdmissionPolicy'
        'ConvertTo-PodSecurityStandard'
        'ConvertTo-PspYaml'
        'Export-PodSecurityReport'
        'Export-PodSecuritySnapshot'
        'Get-EksDefaultPsp'
        'Get-PodSecurityLabel'
        'Get-PodSecurityPolicy'
        'Get-PspCoverage'
        'Get-PspMigrationPlan'
        'Get-PspMutation'
        'Get-PspUse'
        'Grant-PspUse'
        'Merge-PodSecurityPolicy'
        'New-PodSecurityPolicy'
        'New-PspSmokeTest'
        'New-RestrictivePsp'
        'Remove-EksDefaultPsp'
        'Remove-OrphanedPspUse'
        'Remove-PodSecurityPolicy'
        'Restore-EksDefaultPsp'
        'Restore-PodSecurityBackup'
        'Revoke-PspUse'
        'Set-PodSecurityLabel'
        'Set-PodSecurityPolicy'
        'Set-PspMutation'
        'Test-PodAgainstPsp'
        'Test-PodSecurityPolicy'
        'Test-PodSecurityStandard'
        'Test-PspChange'
        'Test-PspUse'
    )
    PrivateData = @{
        PSData = @{
            Tags = @('Kubernetes', 'PodSecurityPolicy', 'PodSecurity', 'PSP', 'EKS', 'RBAC', 'Security', 'PSEdition_Core', 'Windows', 'Linux', 'MacOS')
            LicenseUri = 'https://opensource.org/license/mit'
            ReleaseNotes = 'See CHANGELOG.md.'
            Prerelease = ''
        }
    }
}
