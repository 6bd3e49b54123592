using System.Collections;

namespace OnePassword.Events.Diagnostics;

/// <summary>A log entry with the fields of its account before its own.</summary>
internal sealed class AccountLogEntry<TState>(
    IReadOnlyList<KeyValuePair<string, object?>> account, TState state, Func<TState, Exception?, string> formatter)
    : IReadOnlyList<KeyValuePair<string, object?>>
{
    private readonly IReadOnlyList<KeyValuePair<string, object?>> _own =
        state as IReadOnlyList<KeyValuePair<string, object?>> ?? [];

    public int Count => account.Count + _own.Count;

    public KeyValuePair<string, object?> this[int index] =>
        index < account.Count ? account[index] : _own[index - account.Count];

    public string Text(Exception? exception) => formatter(state, exception);

    public IEnumerator<KeyValuePair<string, object?>> GetEnumerator() => account.Concat(_own).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    public override string ToString() => Text(exception: null);
}
