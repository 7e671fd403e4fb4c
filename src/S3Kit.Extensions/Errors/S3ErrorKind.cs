namespace S3Kit;

/// <summary>What went wrong, one value for each subtype of <see cref="S3KitException"/>.</summary>
public enum S3ErrorKind
{
    /// <summary>The credentials are refused. See <see cref="S3AuthenticationException"/>.</summary>
    Authentication,

    /// <summary>The credentials do not permit it. See <see cref="S3AccessDeniedException"/>.</summary>
    AccessDenied,

    /// <summary>Something named does not exist. See <see cref="S3NotFoundException"/>.</summary>
    NotFound,

    /// <summary>A conditional read found nothing new. See <see cref="S3NotModifiedException"/>.</summary>
    NotModified,

    /// <summary>A condition does not hold. See <see cref="S3PreconditionFailedException"/>.</summary>
    PreconditionFailed,

    /// <summary>The store's state forbids it. See <see cref="S3ConflictException"/>.</summary>
    Conflict,

    /// <summary>The store refuses the request as it stands. See <see cref="S3InvalidRequestException"/>.</summary>
    InvalidRequest,

    /// <summary>The store asks to slow down. See <see cref="S3ThrottledException"/>.</summary>
    Throttled,

    /// <summary>Every breaker on the way is open. See <see cref="S3CircuitOpenException"/>.</summary>
    CircuitOpen,

    /// <summary>A time limit struck. See <see cref="S3TimeoutException"/>.</summary>
    Timeout,

    /// <summary>The queue is full. See <see cref="S3QueueFullException"/>.</summary>
    QueueFull,

    /// <summary>There is nowhere to send it. See <see cref="S3NoEndpointException"/>.</summary>
    NoEndpoint,

    /// <summary>The bytes are not what they should be. See <see cref="S3IntegrityException"/>.</summary>
    Integrity,

    /// <summary>The endpoint cannot be reached. See <see cref="S3NetworkException"/>.</summary>
    Network,

    /// <summary>The endpoint failed. See <see cref="S3ServerException"/>.</summary>
    Server,

    /// <summary>The host is stopping. See <see cref="S3ShuttingDownException"/>.</summary>
    ShuttingDown,

    /// <summary>An object is too large to be read into memory. See <see cref="S3ObjectTooLargeException"/>.</summary>
    ObjectTooLarge,

    /// <summary>Keys cannot safely be files of a folder. See <see cref="S3UnsafeKeysException"/>.</summary>
    UnsafeKeys,

    /// <summary>Some files of a folder could not be transferred. See <see cref="S3DirectoryTransferException"/>.</summary>
    DirectoryTransfer,
}
