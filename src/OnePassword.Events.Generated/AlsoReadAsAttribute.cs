namespace OnePassword.Events;

/// <summary>A second name under which the server has been seen to send a property; it is never written.</summary>
/// <param name="name">The name on the wire.</param>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class AlsoReadAsAttribute(string name) : Attribute
{
    public string Name { get; } = name;
}
