namespace S3Kit;

/// <summary>Which side a synchronisation changes.</summary>
public enum SyncDirection
{
    /// <summary>The objects become what the files are.</summary>
    FolderToBucket,

    /// <summary>The files become what the objects are.</summary>
    BucketToFolder,
}
