using BenchmarkDotNet.Columns;
using BenchmarkDotNet.Configs;

namespace OnePassword.Events.Benchmarks;

/// <summary>Adds columns to benchmarks that count one event as one operation.</summary>
internal sealed class PerEvent : ManualConfig
{
    public PerEvent() => AddColumn(StatisticColumn.OperationsPerSecond, StatisticColumn.Min);
}
