using OnePassword.Events.Benchmarks;
using OnePassword.Events.Benchmarks.Reporting;

// Names of parts select them; without arguments all parts run. Other arguments are passed to BenchmarkDotNet.
if (ReportPlan.TryParse(args) is { } plan)
    await plan.RunAsync();
else
    Inside.Run(args);
