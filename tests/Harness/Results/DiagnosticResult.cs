using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using Microsoft.CodeAnalysis.Text;

namespace Microsoft.CodeAnalysis.Testing;

/// <summary>A diagnostic that a test expects.</summary>
public readonly struct DiagnosticResult
{
    /// <summary>No expectation.</summary>
    public static readonly DiagnosticResult[] EmptyDiagnosticResults = [];

    /// <summary>Expects a diagnostic by id and severity, with any message.</summary>
    public DiagnosticResult(string id, DiagnosticSeverity severity)
        : this()
    {
        Id = id;
        Severity = severity;
    }

    /// <summary>Expects a diagnostic with the id, default severity and message format of the descriptor.</summary>
    public DiagnosticResult(DiagnosticDescriptor descriptor)
        : this()
    {
        Id = descriptor.Id;
        Severity = descriptor.DefaultSeverity;
        MessageFormat = descriptor.MessageFormat;
    }

    /// <summary>The location and then the additional locations; empty if no location is expected.</summary>
    public ImmutableArray<DiagnosticLocation> Spans => SetSpans.IsDefault ? [] : SetSpans;

    /// <summary>The expected severity.</summary>
    public DiagnosticSeverity Severity { get; private init; }

    /// <summary>What is not checked.</summary>
    public DiagnosticOptions Options { get; private init; }

    /// <summary>The expected id.</summary>
    public string Id { get; }

    /// <summary>The expected message, or null if any message will do.</summary>
    public string? Message
    {
        get
        {
            if (AnyMessage)
                return null;

            return SetMessage ?? FormattedMessage();
        }
    }

    /// <summary>The format the expected message is made from.</summary>
    public LocalizableString? MessageFormat { get; private init; }

    /// <summary>The arguments the expected message is made with.</summary>
    public object?[]? MessageArguments { get; private init; }

    /// <summary>Whether a location is expected.</summary>
    public bool HasLocation => !Spans.IsEmpty;

    /// <summary>The expected suppression state, or null if either will do.</summary>
    public bool? IsSuppressed { get; private init; }

    private ImmutableArray<DiagnosticLocation> SetSpans { get; init; }

    private bool AnyMessage { get; init; }

    private string? SetMessage { get; init; }

    /// <summary>Expects a compiler error.</summary>
    public static DiagnosticResult CompilerError(string identifier) => new(identifier, DiagnosticSeverity.Error);

    /// <summary>Expects a compiler warning.</summary>
    public static DiagnosticResult CompilerWarning(string identifier) => new(identifier, DiagnosticSeverity.Warning);

    /// <summary>Sets the expected severity.</summary>
    public DiagnosticResult WithSeverity(DiagnosticSeverity severity) => this with { Severity = severity };

    /// <summary>Sets what is not checked.</summary>
    public DiagnosticResult WithOptions(DiagnosticOptions options) => this with { Options = options };

    /// <summary>Sets the message arguments.</summary>
    public DiagnosticResult WithArguments(params object[] arguments) => this with { MessageArguments = arguments };

    /// <summary>Sets the whole message; null accepts any message.</summary>
    public DiagnosticResult WithMessage(string? message) => this with { AnyMessage = message is null, SetMessage = message };

    /// <summary>Sets the message format.</summary>
    public DiagnosticResult WithMessageFormat(LocalizableString messageFormat) => this with { MessageFormat = messageFormat };

    /// <summary>Sets the expected suppression state; null accepts either.</summary>
    public DiagnosticResult WithIsSuppressed(bool? isSuppressed) => this with { IsSuppressed = isSuppressed };

    /// <summary>Expects no location.</summary>
    public DiagnosticResult WithNoLocation() => this with { SetSpans = [] };

    /// <summary>Adds a start position, counted from 1, in the default file.</summary>
    public DiagnosticResult WithLocation(int line, int column) => WithLocation(string.Empty, line, column);

    /// <summary>Adds a start position in the default file.</summary>
    public DiagnosticResult WithLocation(LinePosition location) => WithLocation(string.Empty, location);

    /// <summary>Adds a start position, counted from 1.</summary>
    public DiagnosticResult WithLocation(string path, int line, int column) => WithLocation(path, Position(line, column));

    /// <summary>Adds a start position.</summary>
    public DiagnosticResult WithLocation(string path, LinePosition location)
        => WithLocation(path, location, DiagnosticLocationOptions.None);

    /// <summary>Adds a start position with options; the length is never checked.</summary>
    public DiagnosticResult WithLocation(string path, LinePosition location, DiagnosticLocationOptions options)
        => WithSpan(new FileLinePositionSpan(path, location, location), options | DiagnosticLocationOptions.IgnoreLength);

    /// <summary>Adds the exact span marked as <c>{|#markupKey:..|}</c>.</summary>
    public DiagnosticResult WithLocation(int markupKey) => WithLocation(markupKey, DiagnosticLocationOptions.None);

    /// <summary>Adds the span marked as <c>{|#markupKey:..|}</c>, with options.</summary>
    public DiagnosticResult WithLocation(int markupKey, DiagnosticLocationOptions options)
    {
        // The key travels as the column of an empty span in an empty path until the markup is read.
        var key = new LinePosition(0, markupKey);
        return WithSpan(new FileLinePositionSpan(string.Empty, key, key), options | DiagnosticLocationOptions.InterpretAsMarkupKey);
    }

    /// <summary>Adds an exact span, counted from 1, in the default file.</summary>
    public DiagnosticResult WithSpan(int startLine, int startColumn, int endLine, int endColumn)
        => WithSpan(string.Empty, startLine, startColumn, endLine, endColumn);

    /// <summary>Adds an exact span, counted from 1.</summary>
    public DiagnosticResult WithSpan(string path, int startLine, int startColumn, int endLine, int endColumn)
        => WithSpan(new FileLinePositionSpan(path, Position(startLine, startColumn), Position(endLine, endColumn)));

    /// <summary>Adds an exact span.</summary>
    public DiagnosticResult WithSpan(FileLinePositionSpan span) => WithSpan(span, DiagnosticLocationOptions.None);

    /// <summary>Adds a span with options.</summary>
    public DiagnosticResult WithSpan(FileLinePositionSpan span, DiagnosticLocationOptions options)
        => this with { SetSpans = Spans.Add(new DiagnosticLocation(span, options)) };

    /// <summary>Puts <paramref name="path"/> where a location has none.</summary>
    public DiagnosticResult WithDefaultPath(string path)
        => WithEachLocation(location => location.Span.Path.Length > 0 || IsMarkupKey(location)
            ? location
            : new DiagnosticLocation(new FileLinePositionSpan(path, location.Span.Span), location.Options));

    /// <summary>Moves all locations down by <paramref name="offset"/> lines.</summary>
    public DiagnosticResult WithLineOffset(int offset)
        => WithEachLocation(location => new DiagnosticLocation(
            new FileLinePositionSpan(
                location.Span.Path,
                Moved(location.Span.StartLinePosition, offset),
                Moved(location.Span.EndLinePosition, offset)),
            location.Options));

    /// <inheritdoc/>
    public override string ToString()
    {
        var text = new StringBuilder();
        if (HasLocation)
        {
            var (span, options) = (Spans[0].Span, Spans[0].Options);
            text.Append(span.Path.Length == 0 ? "?" : span.Path).Append('(').Append(Shown(span.StartLinePosition));
            if (!options.HasFlag(DiagnosticLocationOptions.IgnoreLength))
                text.Append(',').Append(Shown(span.EndLinePosition));

            text.Append("): ");
        }

        text.Append(Severity.ToString().ToLowerInvariant()).Append(' ').Append(Id);
        if (Message is { } message)
            text.Append(": ").Append(message);

        return text.ToString();
    }

    /// <summary>Replaces markup keys by the spans found in the sources.</summary>
    internal DiagnosticResult WithAppliedMarkupLocations(IReadOnlyDictionary<string, FileLinePositionSpan> markupLocations)
        => WithEachLocation(location =>
        {
            if (!IsMarkupKey(location))
                return location;

            var key = $"#{location.Span.StartLinePosition.Character}";
            return markupLocations.TryGetValue(key, out var span)
                ? new DiagnosticLocation(span, location.Options & ~DiagnosticLocationOptions.InterpretAsMarkupKey)
                : throw new InvalidOperationException($"The markup location '{key}' was not found in the input.");
        });

    private static bool IsMarkupKey(DiagnosticLocation location)
        => location.Options.HasFlag(DiagnosticLocationOptions.InterpretAsMarkupKey);

    private static LinePosition Position(int line, int column) => new(line - 1, column - 1);

    private static LinePosition Moved(LinePosition position, int lines) => new(position.Line + lines, position.Character);

    private static string Shown(LinePosition position) => $"{position.Line + 1},{position.Character + 1}";

    private DiagnosticResult WithEachLocation(Func<DiagnosticLocation, DiagnosticLocation> change)
        => HasLocation ? this with { SetSpans = Spans.Select(change).ToImmutableArray() } : this;

    private string? FormattedMessage()
    {
        if (MessageFormat is null)
            return null;

        var format = MessageFormat.ToString(CultureInfo.CurrentUICulture);
        try
        {
            return string.Format(CultureInfo.CurrentCulture, format, MessageArguments ?? []);
        }
        catch (FormatException)
        {
            // A placeholder without argument: the raw format, which matches no real message.
            return format;
        }
    }
}
