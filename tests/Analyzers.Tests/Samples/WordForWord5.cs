// The exemptions word for word: what they say, and what they do not.
namespace Samples.WordForWord5.Y03_STARTEDFROMTABLE
{
    public sealed class Channels : IDisposable
    {
        private readonly Queue<int> _free = new();
        private readonly Dictionary<int, FileStream> _open = new();
        private readonly int _first;
        private int _size;
        public Channels(int first) => _first = first;
        public int Size => _size;
        private static readonly int[] Numbers = { 3, 5, 7, 11, 13 };
        public void Start()
        {
            if (_size > 0)
                return;
            foreach (var number in Numbers)
                _free.Enqueue(number);
            _size = Numbers.Length;
        }
        public int Open(string path)
        {
            var number = _free.Dequeue();
            _open[number] = new FileStream(path, FileMode.Append, FileAccess.Write, FileShare.ReadWrite);
            return number;
        }
        public void Write(int number, byte[] data) => _open[number].Write(data);
        public void Close(int number)
        {
            if (!_open.Remove(number, out var file))
                return;
            file.Dispose();
            _free.Enqueue(number);
        }
        public void Dispose()
        {
            foreach (var file in _open.Values)
            {
                try { file.Dispose(); } catch (IOException) { }
            }
            _open.Clear();
        }
    }
}
