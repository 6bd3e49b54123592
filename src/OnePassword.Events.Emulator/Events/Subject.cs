namespace OnePassword.Events.Emulator.Events;

/// <summary>What an object or auxiliary uuid of an audit event points at.</summary>
internal enum Subject
{
    None,
    Account,
    User,
    Group,
    Vault,
    Item,
    OwnDevice,
    OwnSession,
    Other,
}
