<?php
// ID photos in PHP 8 with curl: php idphoto.php photo portrait.jpg photo.jpg (see ../README.md)
declare(strict_types=1);

/** The body of the answer; a busy service is asked again. */
function post(string $path, array $fields): string
{
    for ($tries = 1; ; $tries++) {
        $retryAfter = 2;
        $request = curl_init((getenv('IDPHOTO_URL') ?: 'http://localhost:8000') . $path);
        curl_setopt_array($request, [
            CURLOPT_POSTFIELDS => $fields,
            CURLOPT_RETURNTRANSFER => true,
            CURLOPT_HTTPHEADER => [
                'X-API-Key: ' . getenv('IDPHOTO_API_KEY'),
                'Request-Timeout: ' . (getenv('IDPHOTO_TIMEOUT') ?: '30'),  // seconds
            ],
            CURLOPT_HEADERFUNCTION => function ($_, string $line) use (&$retryAfter): int {
                if (sscanf(strtolower($line), 'retry-after: %d', $seconds) === 1) {
                    $retryAfter = $seconds;
                }
                return strlen($line);
            },
        ]);
        $body = curl_exec($request);
        if ($body === false) {
            throw new RuntimeException(curl_error($request));
        }
        $status = curl_getinfo($request, CURLINFO_RESPONSE_CODE);
        if ($status === 200) {
            return $body;
        }
        if (in_array($status, [429, 503], true) && $tries < 5) {
            sleep($retryAfter);
            continue;
        }
        // 422: the detail says what would be right. 504: it took longer than the timeout.
        $problem = json_decode($body);
        throw new RuntimeException(basename($problem->type) . ": $problem->detail", $status);
    }
}

function photo(string $portrait, string $result): void
{
    $fields = ['image' => new CURLFile($portrait), 'spec' => 'cn-1inch', 'background' => 'blue'];
    file_put_contents($result, post('/v1/idphoto', $fields));
}

function check(string $portrait): void
{
    $fields = ['image' => new CURLFile($portrait), 'spec' => 'cn-1inch'];
    $report = json_decode(post('/v1/check', $fields));
    echo "$report->verdict\n";
    foreach ($report->reasons as $reason) {
        echo "{$reason->message->en}\n";
    }
}

function variants(string $portrait, string $folder): void
{
    $variants = [['spec' => 'cn-1inch'], ['spec' => 'us-visa', 'allow_editing' => true], ['spec' => 'no-such']];
    $fields = ['image' => new CURLFile($portrait), 'variants' => json_encode($variants), 'answer' => 'json'];
    is_dir($folder) || mkdir($folder);
    foreach (json_decode(post('/v1/idphoto', $fields))->variants as $one) {
        if ($one->problem) {
            echo "variant $one->variant: {$one->problem->detail}\n";
        } else {
            file_put_contents("$folder/$one->file", base64_decode($one->image));
        }
    }
}

function batch(string $zip, string $result): void
{
    file_put_contents($result, post('/v1/batch', ['photos' => new CURLFile($zip), 'spec' => 'cn-1inch']));
}

try {
    match ($argv[1]) {
        'photo' => photo($argv[2], $argv[3]),
        'check' => check($argv[2]),
        'variants' => variants($argv[2], $argv[3]),
        'batch' => batch($argv[2], $argv[3]),
    };
} catch (RuntimeException $error) {
    fwrite(STDERR, $error->getMessage() . "\n");
    exit(1);
}
