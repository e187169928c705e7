using BenchmarkDotNet.Running;
using PodSecurity.Benchmarks;

if (args is ["--quick"])
{
    QuickRun.Run();
}
else if (args is ["--file"])
{
    await FileRun.RunAsync().ConfigureAwait(false);
}
else if (args is ["--standards-file"])
{
    await FileRun.RunStandardsAsync().ConfigureAwait(false);
}
else if (args is ["--impact"])
{
    await ImpactRun.RunAsync().ConfigureAwait(false);
}
else if (args is ["--migration", .. var rest])
{
    await MigrationRun.RunAsync(rest is [var kubeConfig] ? kubeConfig : null).ConfigureAwait(false);
}
else
{
    BenchmarkSwitcher.FromAssembly(typeof(Program).Assembly).Run(args);
}
