using OnePassword.Events.Benchmarks;
using OnePassword.Events.Benchmarks.Reporting;

// Parts of the report by name, or all of them; anything else is BenchmarkDotNet's own command line.
if (ReportPlan.TryParse(args) is { } plan)
    await plan.RunAsync();
else
    Inside.Run(args);
