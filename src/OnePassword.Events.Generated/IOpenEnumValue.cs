namespace OnePassword.Events;

/// <summary>
/// A value of an enum to which the API may add values at any time. Values that the specification does not name are read,
/// compared, printed and written like the known ones.
/// </summary>
public interface IOpenEnumValue
{
    /// <summary>Gets the value in the JSON. Default: an empty string.</summary>
    string Value { get; }

    /// <summary>Gets a value indicating whether the specification names this value.</summary>
    bool IsKnown { get; }
}
