namespace OnePassword.Events.Json;

/// <summary>A value that is a JSON string. Both JSON libraries use it through their converters.</summary>
internal interface IWireText<T>
    where T : struct
{
    string Text { get; }

    /// <summary>Parses another value of this type.</summary>
    bool TryParse(string text, out T value);
}
