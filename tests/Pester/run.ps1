# Runs the scenarios in this folder against the module that the build left in out/PodSecurity.
param(
    # Where a report in JUnit's format is written to.
    [string] $Report
)

$configuration = New-PesterConfiguration
$configuration.Run.Path = $PSScriptRoot
$configuration.Run.Exit = $true
if ($Report) {
    $configuration.TestResult.Enabled = $true
    $configuration.TestResult.OutputFormat = 'JUnitXml'
    $configuration.TestResult.OutputPath = $Report
}
Invoke-Pester -Configuration $configuration
