#Requires -Modules @{ ModuleName = 'Pester'; ModuleVersion = '5.0' }
BeforeAll { Import-Module "$PSScriptRoot/../../out/PodSecurity" -Force }

Describe 'The module' {
    It 'exports exactly the commands of its manifest' {
        $manifest = Test-ModuleManifest "$PSScriptRoot/../../out/PodSecurity/PodSecurity.psd1"
        (Get-Command -Module PodSecurity -CommandType Cmdlet).Name | Sort-Object | Should -Be ($manifest.ExportedCmdlets.Keys | Sort-Object)
    }
}
