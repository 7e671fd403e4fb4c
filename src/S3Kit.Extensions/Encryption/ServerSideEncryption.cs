namespace S3Kit;

/// <summary>
/// How the store is to encrypt an object at rest: with keys of its own (<see cref="SseS3"/>), with a key of a key management service
/// (<see cref="SseKms"/>), or with a key that comes along with each request (<see cref="SseCustomerKey"/>).
/// </summary>
public abstract record ServerSideEncryption
{
    private protected ServerSideEncryption()
    {
    }
}
