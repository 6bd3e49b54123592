using System.Collections;

namespace OnePassword.Events.Diagnostics;

/// <summary>A log entry with the fields of its account before its own.</summary>
/// <remarks>
/// The type is not generic: as the state of a generic <c>Log</c> method it would be nested without end, and Native AOT cannot
/// compile that.
/// </remarks>
internal sealed class AccountLogEntry(
    IReadOnlyList<KeyValuePair<string, object?>> account, IReadOnlyList<KeyValuePair<string, object?>> own,
    Func<Exception?, string> text)
    : IReadOnlyList<KeyValuePair<string, object?>>
{
    public int Count => account.Count + own.Count;

    public KeyValuePair<string, object?> this[int index] =>
        index < account.Count ? account[index] : own[index - account.Count];

    public string Text(Exception? exception) => text(exception);

    public IEnumerator<KeyValuePair<string, object?>> GetEnumerator() => account.Concat(own).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    public override string ToString() => Text(exception: null);
}
