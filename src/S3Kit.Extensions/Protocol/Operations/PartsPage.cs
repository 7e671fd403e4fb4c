namespace S3Kit.Protocol.Operations;

/// <summary>A page of the parts that an upload has.</summary>
/// <param name="Parts">The parts, in the order of their numbers.</param>
/// <param name="NextMarker">The number behind which the next page begins; <see langword="null"/> when this is the last.</param>
internal sealed record PartsPage(IReadOnlyList<UploadedPart> Parts, int? NextMarker);
