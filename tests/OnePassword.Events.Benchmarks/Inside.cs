using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Diagnosers;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Reports;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.Emit;

namespace OnePassword.Events.Benchmarks;

/// <summary>Runs BenchmarkDotNet in this process, because the projects that it generates violate the rules of this build.</summary>
internal static class Inside
{
    private const int ReportIterations = 8;

    /// <summary>Runs the command line of BenchmarkDotNet with short jobs.</summary>
    public static void Run(string[] args) =>
        BenchmarkSwitcher.FromAssembly(typeof(Inside).Assembly).Run(args, Config(Job.ShortRun));

    /// <summary>Runs one class of benchmarks for the report.</summary>
    public static Summary Run<TBenchmarks>() =>
        BenchmarkRunner.Run<TBenchmarks>(Config(Job.ShortRun.WithIterationCount(ReportIterations)));

    private static ManualConfig Config(Job job) => DefaultConfig.Instance
        .AddJob(job.WithToolchain(InProcessEmitToolchain.Instance))
        .AddDiagnoser(MemoryDiagnoser.Default)
        .WithArtifactsPath("artifacts/benchmarks");
}
