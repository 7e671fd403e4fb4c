using System.Xml;
using S3Kit.Resilience;

namespace S3Kit.Protocol.Operations;

/// <summary>The document <c>DeleteResult</c>: what was deleted, and what was not.</summary>
internal sealed class DeleteResultDocument
{
    private readonly Dictionary<string, List<Entry>> _entries = new(StringComparer.Ordinal);

    public static DeleteResultDocument Read(XmlReader reader)
    {
        var document = new DeleteResultDocument();
        S3Xml.ReadChildren(reader, child =>
        {
            if (child.LocalName is "Deleted" or "Error")
            {
                document.Add(Entry.Read(child, isError: child.LocalName == "Error"));
            }
            else
            {
                child.Skip();
            }
        });
        return document;
    }

    /// <summary>Gives every object that was asked for its outcome.</summary>
    /// <returns>Those whose error may well be gone next time.</returns>
    public List<ObjectIdentifier> Settle(List<ObjectIdentifier> asked, string endpoint, Dictionary<ObjectIdentifier, DeleteOutcome> outcomes)
    {
        List<ObjectIdentifier> passing = [];
        ILookup<string, ObjectIdentifier> sameKey = asked.ToLookup(static each => each.Key, StringComparer.Ordinal);
        foreach (ObjectIdentifier each in asked)
        {
            DeleteOutcome outcome = Find(each, isOnlyOne: !sameKey[each.Key].Skip(1).Any()) is { } entry ? entry.ToOutcome(each, endpoint) : Unmentioned(each, endpoint);
            outcomes[each] = outcome;
            if (outcome.Error is { IsTransient: true })
            {
                passing.Add(each);
            }
        }

        return passing;
    }

    private static DeleteOutcome Unmentioned(ObjectIdentifier each, string endpoint) => new(null, new DeleteObjectError
    {
        Key = each.Key,
        VersionId = each.VersionId,
        Kind = S3ErrorKind.Server,
        Message = "The store's answer does not mention this object: it may or may not have been deleted.",
        Endpoint = endpoint,
    });

    private void Add(Entry entry)
    {
        if (!_entries.TryGetValue(entry.Key, out List<Entry>? entries))
        {
            _entries[entry.Key] = entries = [];
        }

        entries.Add(entry);
    }

    private Entry? Find(ObjectIdentifier asked, bool isOnlyOne)
    {
        if (!_entries.TryGetValue(asked.Key, out List<Entry>? entries))
        {
            return null;
        }

        // Whatever says that it was not done counts before what says that it was.
        IEnumerable<Entry> found = entries.Where(entry => string.Equals(entry.VersionId, asked.VersionId, StringComparison.Ordinal)).OrderByDescending(static entry => entry.IsError);

        // Not every store repeats the version; with one object of that key asked for, there is no doubt which is meant.
        return found.FirstOrDefault() ?? (isOnlyOne ? entries.OrderByDescending(static entry => entry.IsError).First() : null);
    }

    private sealed record Entry(string Key, string? VersionId, bool IsError, bool DeleteMarker, string? MarkerVersionId, string? Code, string? Message)
    {
        public static Entry Read(XmlReader reader, bool isError)
        {
            string key = "";
            string? version = null;
            bool marker = false;
            string? markerVersion = null;
            string? code = null;
            string? message = null;
            S3Xml.ReadChildren(reader, child =>
            {
                switch (child.LocalName)
                {
                    case "Key": key = S3Xml.ReadText(child); break;
                    case "VersionId": version = Text(child); break;
                    case "DeleteMarker": marker = S3Xml.ReadBool(child); break;
                    case "DeleteMarkerVersionId": markerVersion = Text(child); break;
                    case "Code": code = Text(child); break;
                    case "Message": message = Text(child); break;
                    default: child.Skip(); break;
                }
            });
            return new Entry(key, version, isError, marker, markerVersion, code, message);
        }

        public DeleteOutcome ToOutcome(ObjectIdentifier asked, string endpoint)
        {
            // Some stores say that there was nothing to delete; S3's own way is to say nothing of it.
            if (!IsError || Code == "NoSuchKey")
            {
                return new DeleteOutcome(
                    new DeletedObject
                    {
                        Key = asked.Key,
                        VersionId = asked.VersionId,
                        DeleteMarker = DeleteMarker,
                        DeleteMarkerVersionId = MarkerVersionId,
                        Endpoint = endpoint,
                    },
                    null);
            }

            string said = string.IsNullOrWhiteSpace(Message) ? "" : $": {S3Errors.Clean(Message).TrimEnd('.')}";
            return new DeleteOutcome(null, new DeleteObjectError
            {
                Key = asked.Key,
                VersionId = asked.VersionId,
                Kind = S3Errors.KindOf(Code),
                ErrorCode = Code,
                Message = $"The store did not delete it: {Code ?? "no code"}{said}.",
                IsTransient = TransientErrors.IsTransient(400, Code),
                Endpoint = endpoint,
            });
        }

        private static string? Text(XmlReader reader) => S3Xml.ReadText(reader) is { Length: > 0 } text ? text : null;
    }
}
