<?php
// A photo by curl of PHP: OUT is a folder.
$curl = curl_init(getenv('ADDRESS') . '/v1/idphoto');
curl_setopt_array($curl, [
    CURLOPT_RETURNTRANSFER => true,
    CURLOPT_POSTFIELDS => [
        'image' => new CURLFile(getenv('PHOTO')), 'spec' => 'cn-1inch', 'background' => 'blue',
    ],
]);
$photo = curl_exec($curl);
if (curl_getinfo($curl, CURLINFO_RESPONSE_CODE) !== 200) {
    fwrite(STDERR, substr($photo, 0, 300));
    exit(1);
}
file_put_contents(getenv('OUT') . '/curl form.jpg', $photo);
