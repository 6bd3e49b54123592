using Microsoft.Extensions.Logging;

namespace OnePassword.Events.Tests.Telemetry;

/// <summary>One line of a log, with the scopes around it and every value in it.</summary>
internal sealed record LogLine(string Category, LogLevel Level, EventId Id, string Text, string State, string Scopes, Exception? Exception);
