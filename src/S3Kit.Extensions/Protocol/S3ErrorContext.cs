namespace S3Kit.Protocol;

/// <summary>What an error is about.</summary>
internal readonly record struct S3ErrorContext(string Operation, string? Endpoint, string? Bucket, string? Key)
{
    /// <summary>The beginning of a sentence: what was done to what, and where.</summary>
    public string Subject
    {
        get
        {
            string what = Bucket is null ? Operation : Key is null ? $"{Operation} of '{Bucket}'" : $"{Operation} of '{Bucket}/{Key}'";
            return Endpoint is null ? what : $"{what} at endpoint '{Endpoint}'";
        }
    }
}
