using System.Text.Json;

namespace OnePassword.Events.Json;

/// <summary>A JSON object that writes itself. The converters of both JSON libraries use it.</summary>
internal interface IWireObject
{
    void Write(Utf8JsonWriter json);
}

/// <summary>A JSON object that also reads others of its type.</summary>
/// <remarks>Reading is an instance method because the constraint of a public converter cannot name an internal type.</remarks>
internal interface IWireObject<T> : IWireObject
    where T : class
{
    /// <inheritdoc cref="ReadObject{T}"/>
    bool TryRead(ref WireReader reader, ref T? value);
}
