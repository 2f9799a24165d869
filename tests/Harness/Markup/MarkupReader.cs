using System.Collections.Immutable;
using System.Text;
using System.Text.RegularExpressions;

namespace Microsoft.CodeAnalysis.Testing;

/// <summary>Reads a text once from start to end and takes the markup out of it.</summary>
internal sealed partial class MarkupReader
{
    private readonly string _input;
    private readonly bool _treatPositionIndicatorsAsCode;
    private readonly StringBuilder _output = new();
    private readonly ImmutableArray<int>.Builder _positions = ImmutableArray.CreateBuilder<int>();
    private readonly ImmutableArray<MarkupTag>.Builder _tags = ImmutableArray.CreateBuilder<MarkupTag>();
    private readonly List<string> _open = [];
    private int _index;

    private MarkupReader(string input, bool treatPositionIndicatorsAsCode)
        => (_input, _treatPositionIndicatorsAsCode) = (input, treatPositionIndicatorsAsCode);

    public static MarkupText Read(string input, bool treatPositionIndicatorsAsCode)
    {
        var reader = new MarkupReader(input, treatPositionIndicatorsAsCode);
        while (reader._index < input.Length)
            reader.ReadNext();

        return new MarkupText(reader._output.ToString(), reader._positions.ToImmutable(), reader._tags.ToImmutable());
    }

    [GeneratedRegex(@"\G\{\|([^:|[\]{}]+):")]
    private static partial Regex NamedStart();

    [GeneratedRegex(@"\G\|(#[0-9]+)\}")]
    private static partial Regex NumberedEnd();

    private void ReadNext()
    {
        if (!_treatPositionIndicatorsAsCode && At("$$"))
        {
            _positions.Add(_output.Length);
            _index += 2;
        }
        else if (At("[|") && !EndsOpenSpanAfterBracket())
        {
            AddStart(string.Empty, length: 2);
        }
        else if (NamedStart().Match(_input, _index) is { Success: true } start)
        {
            AddStart(start.Groups[1].Value, start.Length);
        }
        else if (At("|]") || At("|}"))
        {
            AddEnd(string.Empty, length: 2);
        }
        else if (NumberedEnd().Match(_input, _index) is { Success: true } end)
        {
            AddEnd(end.Groups[1].Value, end.Length);
        }
        else
        {
            _output.Append(_input[_index++]);
        }
    }

    private bool At(string tag) => string.CompareOrdinal(_input, _index, tag, 0, tag.Length) == 0;

    /// <summary>
    /// <c>[|]</c> and <c>[|}</c> can start a span, or be a bracket and the end of one: the latter if the innermost open
    /// span is of the kind that this end closes.
    /// </summary>
    private bool EndsOpenSpanAfterBracket()
        => _open.Count > 0 && ((At("[|]") && _open[^1].Length == 0) || (At("[|}") && _open[^1].Length > 0));

    private void AddStart(string name, int length)
    {
        _tags.Add(new MarkupTag(IsStart: true, name, _index, _output.Length));
        _open.Add(name);
        _index += length;
    }

    private void AddEnd(string name, int length)
    {
        _tags.Add(new MarkupTag(IsStart: false, name, _index, _output.Length));
        var closed = name.Length == 0 ? _open.Count - 1 : _open.LastIndexOf(name);
        if (closed >= 0)
            _open.RemoveAt(closed);

        _index += length;
    }
}
