namespace OnePassword.Events.Tests.Conventions.Language;

/// <summary>A pattern that text must not contain, and the words to use instead. A space in a pattern also matches a line break.</summary>
internal sealed record GlossaryRule(string Pattern, string Instead);
