using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace OnePassword.Events;

/// <summary>The name of the library's traces, metrics and logs. .NET's own instrumentation reports the HTTP requests.</summary>
public static class EventsTelemetry
{
    /// <summary>The name of the <see cref="ActivitySource"/>, of the <see cref="Meter"/> and of the logger category.</summary>
    public const string SourceName = "OnePassword.Events";
}
