namespace S3Kit.Protocol.Operations;

/// <summary>How a store took the deletion of many objects in one request.</summary>
internal enum MultiDeleteAnswer
{
    /// <summary>It did it; each object has an outcome.</summary>
    Done,

    /// <summary>It does not know such requests, or did not take this one. Nothing was deleted.</summary>
    Refused,
}
