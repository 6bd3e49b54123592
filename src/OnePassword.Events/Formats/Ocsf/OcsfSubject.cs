namespace OnePassword.Events.Formats.Ocsf;

/// <summary>The subject of an event, which decides the attributes that are written.</summary>
internal enum OcsfSubject
{
    /// <summary>Nothing that a class has an attribute for.</summary>
    None,

    /// <summary>The user who signs in.</summary>
    SignIn,

    /// <summary>The actor, who continues in another account.</summary>
    Switch,

    /// <summary>The used item.</summary>
    Item,

    /// <summary>The object, as a resource with content.</summary>
    Resource,

    /// <summary>The object, as a user.</summary>
    User,

    /// <summary>The object, as a group.</summary>
    Group,

    /// <summary>The object, as a group, and the auxiliary object, as its member.</summary>
    Member,

    /// <summary>The auxiliary object, as a user, and the object, as the vault that the user can access.</summary>
    VaultUser,

    /// <summary>The auxiliary object, as a group, and the object, as the vault that the group can access.</summary>
    VaultGroup,

    /// <summary>The object, as an entity of any type.</summary>
    Entity,
}
