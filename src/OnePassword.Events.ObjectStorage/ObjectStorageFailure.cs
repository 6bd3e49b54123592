namespace OnePassword.Events.ObjectStorage;

/// <summary>The reason of an <see cref="ObjectStorageException"/>.</summary>
public enum ObjectStorageFailure
{
    /// <summary>The storage rejected a request for another reason, or failed.</summary>
    Rejected,

    /// <summary>The storage, or the service that issues credentials, does not respond.</summary>
    Unreachable,

    /// <summary>The bucket or the container does not exist.</summary>
    NotFound,

    /// <summary>The credentials are not accepted, or do not allow the request.</summary>
    AccessDenied,

    /// <summary>There are no credentials, or the service that issues them rejected the identity.</summary>
    NoCredentials,

    /// <summary>The bucket is in another region.</summary>
    WrongRegion,

    /// <summary>The clock of this machine is wrong.</summary>
    WrongClock,

    /// <summary>The storage does not support conditional writes.</summary>
    NoConditionalWrites,
}
