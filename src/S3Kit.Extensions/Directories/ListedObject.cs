namespace S3Kit.Directories;

/// <summary>An object that a listing told of.</summary>
/// <param name="Path">Its key without the prefix; empty for the marker of the folder itself.</param>
/// <param name="Info">What the listing said.</param>
internal sealed record ListedObject(string Path, ObjectInfo Info)
{
    /// <summary>Whether it stands for a folder, as consoles make them.</summary>
    public bool IsMarker => Path.Length == 0 || Path.EndsWith('/');
}
