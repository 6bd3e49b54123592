namespace OnePassword.Events.Testing.Services;

/// <summary>An event that a fake Splunk indexed. Time, fields and event are the text that was sent.</summary>
internal sealed record SplunkEvent(
    string? Time, string? Host, string? Source, string? SourceType, string? Index, string? Fields, string Event);
