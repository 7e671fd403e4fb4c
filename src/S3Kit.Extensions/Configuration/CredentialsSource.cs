namespace S3Kit;

/// <summary>Where an endpoint's credentials come from.</summary>
public enum CredentialsSource
{
    /// <summary><see cref="Static"/> when the endpoint has keys, otherwise <see cref="Anonymous"/>.</summary>
    Auto,

    /// <summary>From <see cref="EndpointOptions.AccessKey"/>, <see cref="EndpointOptions.SecretKey"/> and <see cref="EndpointOptions.SessionToken"/>.</summary>
    Static,

    /// <summary>None: requests are sent unsigned.</summary>
    Anonymous,

    /// <summary>From <c>AWS_ACCESS_KEY_ID</c>, <c>AWS_SECRET_ACCESS_KEY</c> and <c>AWS_SESSION_TOKEN</c> of the process, read once.</summary>
    Environment,

    /// <summary>From <c>MINIO_ACCESS_KEY</c> and <c>MINIO_SECRET_KEY</c> of the process, read once.</summary>
    MinioEnvironment,

    /// <summary>
    /// From the role of the container (where <c>AWS_CONTAINER_CREDENTIALS_RELATIVE_URI</c> or <c>AWS_CONTAINER_CREDENTIALS_FULL_URI</c> is set) or else of the
    /// EC2 instance, by its metadata service. Renewed before they expire.
    /// </summary>
    IamRole,
}
