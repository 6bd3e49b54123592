namespace OnePassword.Events;

/// <summary>
/// A value out of a set that the specification names but does not close: the API may send new ones at any time, and they
/// are read, compared, printed and written like the known ones.
/// </summary>
public interface IOpenEnumValue
{
    /// <summary>The text on the wire; empty for the default value of the type.</summary>
    string Value { get; }

    /// <summary>Whether the specification names this value.</summary>
    bool IsKnown { get; }
}
