namespace OnePassword.Events;

/// <summary>The three parts that every page of events has, whatever its version and feed.</summary>
internal interface IEventItems<out TEvent>
{
    IReadOnlyList<TEvent>? Items { get; }

    string? Cursor { get; }

    bool? HasMore { get; }

    AdditionalProperties AdditionalProperties { get; }
}
