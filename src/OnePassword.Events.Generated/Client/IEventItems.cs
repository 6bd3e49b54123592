namespace OnePassword.Events.Client;

/// <summary>The properties of every page of events, in both versions of the API.</summary>
internal interface IEventItems<out TEvent>
{
    IReadOnlyList<TEvent>? Items { get; }

    string? Cursor { get; }

    bool? HasMore { get; }

    AdditionalProperties AdditionalProperties { get; }
}
