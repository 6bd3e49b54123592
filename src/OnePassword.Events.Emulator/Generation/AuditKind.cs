using OnePassword.Events.Emulator.Wire;

namespace OnePassword.Events.Emulator.Generation;

/// <summary>A combination of action, object and auxiliary object that can occur in an account.</summary>
internal sealed record AuditKind(
    string Action, string ObjectType, EventSubject Object, EventSubject Aux = EventSubject.None, string? Info = null)
{
    /// <summary>Gets the fields from <c>,"action"</c> to the opening quote of <c>object_uuid</c>.</summary>
    public byte[] Head { get; } = GoJson.Utf8(
        $$""","action":"{{Action}}","object_type":"{{ObjectType}}","object_uuid":" """[..^1]);

    public byte[] InfoField { get; } = Info is null ? [] : GoJson.Utf8($",\"aux_info\":{GoJson.Quote(Info)}");
}
