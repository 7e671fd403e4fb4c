namespace S3Kit.Protocol.Operations;

/// <summary>
/// Some objects of a deletion of many failed in passing: reason to try again, with these alone. It does not count against the endpoint, which has
/// answered, and it never reaches a caller.
/// </summary>
internal sealed class ObjectsLeftException : S3KitException
{
    public ObjectsLeftException(int count, S3Response response)
        : base(S3ErrorKind.Server, $"{response.Context.Subject} failed for {count} of the objects.", innerException: null)
    {
        IsTransient = true;
        StatusCode = response.Status;
        Operation = response.Context.Operation;
        Endpoint = response.Endpoint.Name;
        Bucket = response.Context.Bucket;
    }
}
