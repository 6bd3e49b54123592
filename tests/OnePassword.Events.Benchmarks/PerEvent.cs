using BenchmarkDotNet.Columns;
using BenchmarkDotNet.Configs;

namespace OnePassword.Events.Benchmarks;

/// <summary>Columns of benchmarks whose operation is an event.</summary>
internal sealed class PerEvent : ManualConfig
{
    public PerEvent() => AddColumn(StatisticColumn.OperationsPerSecond, StatisticColumn.Min);
}
