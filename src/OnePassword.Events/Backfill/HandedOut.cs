namespace OnePassword.Events.Backfill;

/// <summary>What is another on a page that is handed out than on the page that came.</summary>
internal readonly record struct HandedOut<TEvent>(IReadOnlyList<TEvent> Events, bool HasMore, ReadPosition? Position);
