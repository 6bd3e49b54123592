namespace OnePassword.Events;

/// <summary>What the reading loop needs to know of a page, typed or raw.</summary>
internal interface IPage
{
    int Count { get; }

    string Cursor { get; }

    bool HasMore { get; }
}
