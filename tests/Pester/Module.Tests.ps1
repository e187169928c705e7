#Requires -Modules @{ ModuleName = 'Pester'; ModuleVersion = '5.0' }
BeforeAll { Import-Module "$PSScriptRoot/../../out/PodSecurity" -Force }

Describe 'The module' {
    It 'exports exactly the commands of its manifest' {
        $manifest = Test-ModuleManifest "$PSScriptRoot/../../out/PodSecurity/PodSecurity.psd1"
        (Get-Command -Module PodSecurity -CommandType Cmdlet).Name | Sort-Object | Should -Be ($manifest.ExportedCmdlets.Keys | Sort-Object)
    }

    It 'writes no colours of its own where the output is redirected' {
        $manifest = (Resolve-Path "$PSScriptRoot/../../out/PodSecurity/PodSecurity.psd1").Path
        $examples = (Resolve-Path "$PSScriptRoot/../../examples").Path
        $lines = pwsh -NoProfile -Command "Import-Module '$manifest'; Test-PodAgainstPsp $examples/manifests -PolicyPath $examples/policies/restricted.yaml"
        $lines | Where-Object { $_ -match 'Denied' } | Should -Not -BeNullOrEmpty
        $lines | Where-Object { $_ -match '\e.*Denied' } | Should -BeNullOrEmpty
    }
}
